/** What is met in an XML text, in its order. Names are without their prefixes. */
export interface XmlHandler {
  /** `attributes` is the text between the name and the end of the tag. */
  open(name: string, attributes: string): void
  close(name: string): void
  text(text: string): void
  /** Asked between pieces: whether the rest need not be read. */
  enough?(): boolean
}

/** In signs, of a text or a tag: far more than a cell holds. */
const longest = 1 << 22

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const entity = (_: string, name: string): string => {
  if (!name.startsWith('#')) {
    const sign = named[name]
    if (sign === undefined) throw new Error(`The entity &${name}; is not known`)
    return sign
  }
  const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10)
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
}

const decoded = (text: string): string => (text.includes('&') ? text.replace(/&([^;&]{1,10});/g, entity) : text)

const patterns = new Map<string, RegExp>()

const patternOf = (name: string): RegExp => {
  const known = patterns.get(name)
  if (known) return known
  const made = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)
  patterns.set(name, made)
  return made
}

/** The value of an attribute; null where there is none. */
export const attribute = (attributes: string, name: string): string | null => {
  const at = attributes.indexOf(` ${name}="`)
  if (at >= 0) {
    const start = at + name.length + 3
    return decoded(attributes.slice(start, attributes.indexOf('"', start)))
  }
  if (!attributes.includes(name)) return null
  const found = patternOf(name).exec(attributes)
  return found ? decoded(found[1] ?? found[2] ?? '') : null
}

/** Another than any known, and an empty one where nothing was said. */
const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

/** Where a tag ends: a `>` between quotes is none. */
const endOfTag = (text: string, from: number): number => {
  let at = from
  for (;;) {
    const end = text.indexOf('>', at)
    if (end < 0) return -1
    let quote = 0
    for (let i = from; i < end; i++) {
      const sign = text.charCodeAt(i)
      if (sign === 0x22 || sign === 0x27) quote = quote === 0 ? sign : quote === sign ? 0 : quote
    }
    if (quote === 0) return end
    at = end + 1
  }
}

/**
 * Reads an XML text piece by piece, as office programs write it: elements, attributes, texts. Entities that a document defines itself are
 * refused, and with them what they are abused for.
 */
export class XmlReader {
  private rest = ''
  private readonly opened: string[] = []
  private begun = false

  constructor(private readonly handler: XmlHandler) {}

  write(piece: string): void {
    const text = this.rest + piece
    const { handler, opened } = this
    let at = 0
    while (at < text.length) {
      const start = text.indexOf('<', at)
      if (start < 0) break
      if (start > at && opened.length > 0) handler.text(decoded(text.slice(at, start)))
      at = start
      const next = text.charCodeAt(start + 1)
      if (next === 0x21 || next === 0x3f) {
        const after = this.aside(text, start)
        if (after < 0) break
        at = after
        continue
      }
      const end = endOfTag(text, start + 1)
      if (end < 0) break
      if (next === 0x2f) this.closed(text.slice(start + 2, end).trimEnd())
      else this.tag(text.slice(start + 1, end))
      at = end + 1
    }
    this.rest = text.slice(at)
    if (this.rest.length > longest) throw new Error(`A text or a tag of it has more than ${longest} signs`)
    if (!this.begun && opened.length === 0 && /^[^<\ufeff\s]/.test(this.rest))
      throw new Error('It does not begin as XML does')
  }

  /** Throws where elements are still open. */
  end(): void {
    if (this.opened.length > 0 || !this.begun) throw new Error('Its XML ends too early')
  }

  private closed(name: string): void {
    if (this.opened.pop() !== name) throw new Error(`Its XML closes <${name}>, which was not open`)
    this.handler.close(localName(name))
  }

  private tag(inside: string): void {
    const isEmpty = inside.endsWith('/')
    const body = isEmpty ? inside.slice(0, -1) : inside
    const space = body.search(/\s/)
    const name = space < 0 ? body : body.slice(0, space)
    this.begun = true
    this.opened.push(name)
    this.handler.open(localName(name), space < 0 ? '' : body.slice(space))
    if (isEmpty) this.closed(name)
  }

  /** Comments, instructions and texts that are not looked into; gives where it goes on, or -1 where the end is not there yet. */
  private aside(text: string, start: number): number {
    const until = (mark: string) => {
      const end = text.indexOf(mark, start)
      return end < 0 ? -1 : end + mark.length
    }
    if (text.startsWith('<?', start)) return until('?>')
    if (text.startsWith('<!--', start)) return until('-->')
    if (text.startsWith('<![CDATA[', start)) {
      const end = until(']]>')
      if (end >= 0) this.handler.text(text.slice(start + 9, end - 3))
      return end
    }
    if (text.length - start < 9) return -1
    throw new Error('Its XML defines names of its own')
  }
}

/** Reads a whole XML text, told piece by piece. */
export const readXml = async (
  bytes: AsyncIterable<Buffer>,
  handler: XmlHandler,
  after: (bytes: number) => Promise<void> | void = () => undefined,
): Promise<void> => {
  const reader = new XmlReader(handler)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const chunk of bytes) {
    reader.write(decoder.decode(chunk, { stream: true }))
    await after(chunk.length)
    if (handler.enough?.()) return
  }
  reader.write(decoder.decode())
  reader.end()
}
