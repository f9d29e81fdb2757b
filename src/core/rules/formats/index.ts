import { codes } from './codes.ts'
import { dates } from './dates.ts'
import type { Format } from './format.ts'
import { iban } from './iban.ts'
import { internet } from './internet.ts'
import { numbers } from './numbers.ts'
import { places } from './places.ts'
import { texts } from './texts.ts'

const list = {
  email: internet.email,
  url: internet.url,
  uuid: texts.uuid,
  ipv4: internet.ipv4,
  ipv6: internet.ipv6,
  iban,
  card: numbers.card,
  isbn: numbers.isbn,
  phone: texts.phone,
  date: dates.date,
  datetime: dates.datetime,
  json: texts.json,
  hex: texts.hex,
  base64: texts.base64,
  hostname: internet.hostname,
  latitude: places.latitude,
  longitude: places.longitude,
  country: codes.country,
  currency: codes.currency,
  language: codes.language,
} as const

export type FormatName = keyof typeof list

/** The formats by name, in the order in which they are offered. */
export const formats: Readonly<Record<FormatName, Format>> = list

export const formatNames = Object.keys(list) as [FormatName, ...FormatName[]]
