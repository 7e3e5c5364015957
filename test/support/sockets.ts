/**
 * Real sockets in few words. They meet on tcp's loopback, never block a test for long, and close
 * with it. Messages are text, as in `frames.ts`: `ABC | | Hello`.
 */

import { setTimeout } from 'node:timers/promises'
import { onTestFinished, vi } from 'vitest'
import { context, type MessageLike, type Router, type Socket, type SocketOptions } from 'zeromq'
import { frames, show } from './frames.js'

type Kind<S extends Socket> = new (options?: SocketOptions<S>) => S
type Transport = 'tcp' | 'inproc'

/** Whoever can be connected to. */
export type Place = Socket | { readonly endpoint: string }

interface Speaker {
  send(message: MessageLike[]): Promise<void>
}

interface Listener {
  readonly closed: boolean
  receive(): Promise<Buffer[]>
}

/** How long anything may take; long, for machines that do other things too. */
const PATIENCE_MS = 10_000

/** Nothing is waited for without end, and nothing is kept for later when a socket closes. */
const PATIENT = { linger: 0, sendTimeout: PATIENCE_MS, receiveTimeout: PATIENCE_MS }

const endpoints = new WeakMap<Socket, string>()
let inprocNames = 0

// What a failed test may leave open must not hold up the end of the process.
context.blocky = false

/** A socket that others can connect to. */
export async function bound<S extends Socket>(
  Kind: Kind<S>,
  options?: SocketOptions<S>,
  transport: Transport = 'tcp',
): Promise<S> {
  const socket = opened(Kind, options)
  await socket.bind(transport === 'tcp' ? 'tcp://127.0.0.1:*' : `inproc://book-${inprocNames++}`)
  endpoints.set(socket, socket.lastEndpoint ?? '')
  return socket
}

/** A socket at the place that another had; libzmq takes a moment to leave it. */
export async function boundAgain<S extends Socket>(
  Kind: Kind<S>,
  endpoint: string,
  options?: SocketOptions<S>,
): Promise<S> {
  const socket = opened(Kind, options)
  await vi.waitFor(() => socket.bind(endpoint), { interval: 1, timeout: PATIENCE_MS })
  endpoints.set(socket, endpoint)
  return socket
}

/** A socket that is connected to these; what it sends waits until they are there. */
export function connected<S extends Socket>(
  Kind: Kind<S>,
  to: Place | readonly Place[],
  options?: SocketOptions<S>,
): S {
  const socket = opened(Kind, options)
  for (const place of [to].flat() as Place[]) socket.connect(endpointOf(place))
  return socket
}

/** A socket that is neither bound nor connected yet. */
export function opened<S extends Socket>(Kind: Kind<S>, options?: SocketOptions<S>): S {
  // Not every kind can send, or receive.
  const patient = Object.entries(PATIENT).filter(([name]) => name in Kind.prototype)
  const socket = new Kind({ ...Object.fromEntries(patient), ...options } as SocketOptions<S>)
  onTestFinished(() => socket.close())
  return socket
}

export function endpointOf(place: Place): string {
  const endpoint = 'endpoint' in place ? place.endpoint : endpoints.get(place)
  if (!endpoint) throw new Error('This socket is not bound')
  return endpoint
}

/** Sends a message; `<00ff>` stands for bytes. */
export function says(socket: Speaker, text: string): Promise<void> {
  return socket.send(frames(text).map(frame => Buffer.from(frame as string, 'latin1')))
}

/** Sends as soon as there is a way to whom it is for. */
export async function saysOnceThere(router: Router, text: string): Promise<void> {
  router.mandatory = true
  for (const start = performance.now(); (await outcome(router, text)) === 'EHOSTUNREACH'; ) {
    if (performance.now() - start > PATIENCE_MS) throw new Error(`There is no way for ${text}`)
    await setTimeout(1)
  }
}

/** The next message. */
export async function hears(socket: Listener): Promise<string> {
  for (const start = performance.now(); ; ) {
    try {
      return show(await socket.receive())
    } catch (error) {
      // A message that the socket itself throws away ends a receive too.
      const mayCome = performance.now() - start < PATIENCE_MS && !socket.closed
      if (codeOf(error) !== 'EAGAIN' || !mayCome) throw error
    }
  }
}

/** The next so many messages. */
export async function hearsAll(socket: Listener, count: number): Promise<string[]> {
  const heard: string[] = []
  while (heard.length < count) heard.push(await hears(socket))
  return heard
}

/** How it ends to send this now: `sent`, or the code of the error. */
export function outcome(socket: Speaker & { sendTimeout: number }, text: string): Promise<string> {
  socket.sendTimeout = 0
  return says(socket, text).then(() => 'sent', codeOf)
}

/** How it ends to read now: with a message, or with the code of the error. */
export function reading(socket: Listener & { receiveTimeout: number }): Promise<string> {
  socket.receiveTimeout = 0
  return socket.receive().then(show, codeOf)
}

/** Answers each message, with as many as are given for it, until the end of the test. */
export function serves(
  socket: Speaker & AsyncIterable<Buffer[]>,
  answer: (message: string) => string | readonly string[],
): void {
  const serve = async () => {
    for await (const message of socket) {
      for (const reply of [answer(show(message))].flat()) await says(socket, reply)
    }
  }
  // What it fails to send is missed where it is waited for.
  serve().catch(() => {})
}

/** The Guide's proxy: all that comes on one goes out on the other, frame by frame as it is. */
export function proxies(
  frontend: Speaker & AsyncIterable<Buffer[]>,
  backend: Speaker & AsyncIterable<Buffer[]>,
): void {
  const pass = async (from: AsyncIterable<Buffer[]>, to: Speaker) => {
    for await (const message of from) await to.send(message)
  }
  for (const passing of [pass(frontend, backend), pass(backend, frontend)]) passing.catch(() => {})
}

/** What the two kinds of sockets say to each other when they meet on the network. */
export async function handshake<A extends Socket, B extends Socket>(
  Caller: Kind<A>,
  Called: Kind<B>,
): Promise<'accepted' | 'refused'> {
  const called = await bound(Called)
  const caller = opened(Caller)
  const verdict = happens(caller, 'handshake', 'disconnect')
  caller.connect(endpointOf(called))
  return (await verdict) === 'handshake' ? 'accepted' : 'refused'
}

/** The first of these events of a socket's connections. To be called before they can happen. */
export async function happens(socket: Socket, ...types: string[]): Promise<string> {
  for await (const { type } of socket.events) if (types.includes(type)) return type
  throw new Error(`The socket closed before any of ${types.join(', ')}`)
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code)
}
