import { byPattern, type Format } from './format.ts'
import { isNoJson } from './json.ts'

const hex = '[0-9a-fA-F]'

const json: Format = { label: 'JSON', name: 'JSON', violation: isNoJson }

export const texts = {
  uuid: byPattern('UUID', 'a UUID', `${hex}{8}-${hex}{4}-${hex}{4}-${hex}{4}-${hex}{12}`),
  json,
  hex: byPattern('Hexadecimal', 'hexadecimal', `${hex}+`),
  // RFC 4648, padded
  base64: byPattern(
    'Base64',
    'Base64',
    '(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)',
  ),
  // E.164 allows 15 digits; none that is called has fewer than 7
  phone: byPattern('Phone number', 'a phone number', '\\+[1-9](?:[ .()/-]{0,2}[0-9]){6,14}'),
} as const
