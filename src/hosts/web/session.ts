import { randomBytes, timingSafeEqual } from 'node:crypto'

const random = (): string => randomBytes(32).toString('base64url')

const same = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

const cookieOf = (header: string | undefined, name: string): string | null => {
  const pair = header?.split(';').find(each => each.trim().startsWith(`${name}=`))
  return pair === undefined ? null : pair.trim().slice(name.length + 1)
}

/** Who may speak to the server: whoever has the address that it printed, and from then on its cookie. */
export interface Session {
  readonly token: string
  isToken(token: string): boolean
  /** Value of the Set-Cookie header that the token is exchanged for. */
  readonly cookie: string
  isKnown(cookies: string | undefined): boolean
}

/** Cookies know no ports: the name does, so that two editors on one machine do not take each other's. */
export const createSession = (port: number): Session => {
  const token = random()
  const secret = random()
  const name = `weir-${port}`
  return {
    token,
    isToken: asked => same(asked, token),
    cookie: `${name}=${secret}; Path=/; HttpOnly; SameSite=Strict`,
    isKnown: cookies => same(cookieOf(cookies, name) ?? '', secret),
  }
}
