const escaped = /_x([0-9A-Fa-f]{4})_/g

/** What a text of a sheet says: signs that XML cannot hold stand there by their numbers. */
export const textOfSheet = (text: string): string =>
  text.includes('_x')
    ? text.replaceAll(escaped, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text

/** Signs that no XML text may hold, or that would not come back from one. */
const forbidden = /(?![\t\n])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu

const marked = (sign: string): string => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`

/** A text of XML, between tags or quotes. */
export const xmlText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** A text as it stands in a sheet. */
export const sheetText = (text: string): string =>
  xmlText(text.replaceAll(escaped, all => `_x005F${all}`).replaceAll(forbidden, marked))
