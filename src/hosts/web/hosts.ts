import { hostname, networkInterfaces } from 'node:os'

const bracketed = (address: string): string => (address.includes(':') ? `[${address}]` : address)

const ofThisMachine = (): readonly string[] => [
  'localhost',
  hostname(),
  ...Object.values(networkInterfaces()).flatMap(each => (each ?? []).map(({ address }) => bracketed(address))),
]

/** The exact Host headers that a server bound to `host` answers to: a name that merely resolves to it is a rebinding attack. */
export const hostNames = (host: string, port: number): ReadonlySet<string> => {
  const names =
    host === '127.0.0.1' || host === 'localhost' || host === '::1'
      ? ['127.0.0.1', 'localhost', ...(host === '::1' ? ['[::1]'] : [])]
      : host === '0.0.0.0' || host === '::'
        ? ofThisMachine()
        : [bracketed(host)]
  return new Set(names.map(name => `${name}:${port}`))
}

/** How a browser on this machine reaches the server. */
export const urlHost = (host: string): string => (host === '0.0.0.0' || host === '::' ? '127.0.0.1' : bracketed(host))
