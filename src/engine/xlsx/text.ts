const escaped = /_x([0-9A-Fa-f]{4})_/g

/** What a text of a sheet says: signs that XML cannot hold stand there by their numbers. */
export const textOfSheet = (text: string): string =>
  text.includes('_x')
    ? text.replaceAll(escaped, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text
