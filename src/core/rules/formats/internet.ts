import { call, literal, op } from '../../relation/build.ts'
import { byPattern, type Format, isWhole } from './format.ts'

const label = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?'
const names = `${label}(?:\\.${label})*`

const byte = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])'

/** Four bytes, without leading zeros, which some read as octal. */
export const ipv4Pattern = `(?:${byte}\\.){3}${byte}`

const group = '[0-9a-fA-F]{1,4}'
const tail = `(?:${group}:${group}|${ipv4Pattern})`

/** RFC 4291: eight groups, of which `::` stands for one run of zeros, and the last two may be an IPv4 address. */
const ipv6Pattern = [
  `(?:${group}:){6}${tail}`,
  `::(?:${group}:){5}${tail}`,
  ...[1, 2, 3, 4, 5].map(after => `(?:(?:${group}:){0,${after - 1}}${group})?::(?:${group}:){${5 - after}}${tail}`),
  `(?:(?:${group}:){0,5}${group})?::${group}`,
  `(?:(?:${group}:){0,6}${group})?::`,
].join('|')

// the grammar of HTML's email field, which leaves out comments and quoted names on purpose
const emailPattern = `[a-zA-Z0-9.!#$%&'*+/=?^_\`{|}~-]+@${names}`

const urlPattern = `(?i:https?|ftp)://(?:[^\\s/?#@]*@)?(?:${names}\\.?|\\[(?:${ipv6Pattern})\\])(?::[0-9]{1,5})?(?:[/?#]\\S*)?`

const hostname: Format = {
  label: 'Host name',
  name: 'a host name',
  // RFC 1123, whose last label is not all digits, lest it be taken for an address
  violation: text =>
    op(
      'or',
      op('not', isWhole(text, `(?:${label}\\.)*[a-zA-Z0-9-]*[a-zA-Z-][a-zA-Z0-9-]*`)),
      op('not', isWhole(text, names)),
      op('>', call('strlen', text), literal(253)),
    ),
}

export const internet = {
  email: byPattern('Email address', 'an email address', emailPattern),
  url: byPattern('Web address', 'a web address', urlPattern),
  hostname,
  ipv4: byPattern('IPv4 address', 'an IPv4 address', ipv4Pattern),
  ipv6: byPattern('IPv6 address', 'an IPv6 address', ipv6Pattern),
} as const
