import type { Takes } from './types.ts'

const number = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/

const patterns: Readonly<Record<Takes, RegExp>> = {
  text: /^VARCHAR$/,
  number,
  date: /^(DATE|TIMESTAMP( WITH TIME ZONE)?)$/,
  interval: /^INTERVAL$/,
  boolean: /^BOOLEAN$/,
  list: /\[\]$/,
  numbers: /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(\d+,\d+\))\[\]$/,
  vector: /^(FLOAT|DOUBLE)\[\d+\]$/,
  struct: /^STRUCT\([^[]*\)$/,
  map: /^MAP\(.*\)$/,
  json: /^JSON$/,
  bytes: /^BLOB$/,
  bits: /^BIT$/,
  uuid: /^UUID$/,
  enum: /^ENUM\(.*\)$/,
  union: /^UNION\(.*\)$/,
  variant: /^VARIANT$/,
  geometry: /^GEOMETRY/,
  any: /./,
  none: /^$/,
}

/** Whether a function that takes this is offered on a column of a type. */
export const fits = (takes: Takes, type: string): boolean => patterns[takes].test(type.toUpperCase())
