/** Envelopes, names, endpoints and the machine contract. */

export * from './endpoints.js'
export * from './envelope.js'
export * from './machine.js'
export * from './names.js'
export * from './task.js'
