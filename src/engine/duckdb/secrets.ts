import { quoteLiteral } from '#core/sql/quote.ts'

/** Of this process: a statement or an error may tell of a value long after the flow that asked for it. */
const secrets = new Set<string>()

/** Notes a value that no statement or error may show; it stands in statements as it is, or quoted. */
export const keepSecret = (value: string): void => {
  if (value === '') return
  secrets.add(value)
  if (!value.includes('\0')) secrets.add(quoteLiteral(value).slice(1, -1))
}

/** A text in which stars stand for all that is to be kept secret; it is as long as before, so that places in it hold. */
export const withoutSecrets = (text: string): string =>
  [...secrets]
    .sort((a, b) => b.length - a.length)
    .reduce((told, secret) => told.replaceAll(secret, '*'.repeat(secret.length)), text)

/** The same of every text in a value of plain data. */
export const toldWithoutSecrets = <T>(value: T): T =>
  secrets.size === 0
    ? value
    : (JSON.parse(JSON.stringify(value), (_, part: unknown) =>
        typeof part === 'string' ? withoutSecrets(part) : part,
      ) as T)
