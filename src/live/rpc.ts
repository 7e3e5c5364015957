/**
 * Calls of methods over the channel of a thread or of a process, both ways. A new method is one in
 * the interface and one in what implements it; nothing between knows it (decision 21).
 */

import { createBirpc } from 'birpc'

/** The methods of what is at the other end. They resolve with undefined once it is gone. */
export type Remote<Methods> = {
  readonly [Name in keyof Methods]: Methods[Name] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Promise<Awaited<Result> | undefined>
    : never
}

/** Carries messages by structured clone, in their order. */
interface Channel {
  post(message: unknown): void
  on(listener: (message: unknown) => void): void
}

type Method = (...args: unknown[]) => unknown

interface Serving {
  /** The method of that name, for those who call. */
  find(name: string): Method | undefined
  /** A method threw: a bug. Whoever called it gets no answer. */
  onError(error: unknown): void
}

export interface Rpc<Methods> {
  readonly remote: Remote<Methods>
  /** The other end is gone. */
  close(): void
}

export function openRpc<Methods extends object>(
  { post, on }: Channel,
  { find, onError }: Serving,
): Rpc<Methods> {
  const rpc = createBirpc<Record<string, Method>, object>(
    {},
    {
      post,
      // What it returns is awaited before the first call.
      on: listener => void on(listener),
      resolver: find,
      // Whoever is stopped answers when it goes on; whoever is gone is closed.
      timeout: -1,
      onFunctionError(error) {
        onError(error)
        return true
      },
    },
  )
  const call =
    (name: string): Method =>
    async (...args) => {
      if (rpc.$closed) return undefined
      // It is rejected for no other reason than that the other end is gone.
      return rpc.$call(name, ...args).catch(() => undefined)
    }
  // A promise that resolved with it would ask it for `then`.
  const get = (_: object, name: string) => (name === 'then' ? undefined : call(name))
  return { remote: new Proxy({}, { get }) as Remote<Methods>, close: () => rpc.$close() }
}

/**
 * A class to extend, with the methods that a remote has, for its users to call directly.
 *
 * @param names of all those methods.
 */
export function forwarding<Methods extends object>(names: Record<keyof Methods, true>) {
  const Forwarding = class {
    constructor(remote: Remote<Methods>) {
      for (const name of Object.keys(names) as (keyof Methods)[]) {
        Object.assign(this, { [name]: remote[name] })
      }
    }
  }
  return Forwarding as new (
    remote: Remote<Methods>,
  ) => Remote<Methods>
}

/** What serves the methods of an object. */
export function methodsOf(target: object): Serving['find'] {
  return name => {
    const method: unknown = Reflect.get(target, name)
    return typeof method === 'function' ? method.bind(target) : undefined
  }
}
