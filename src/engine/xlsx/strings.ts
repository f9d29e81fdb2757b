import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { textOfSheet } from './text.ts'
import { readXml } from './xml.ts'

/** So many texts are kept and fetched together. */
const blockSize = 128

/** In signs: the first of a book, which repeat the most, stay in memory. */
const mostInMemory = 1 << 24
const mostFetched = 1 << 22

interface Spilt {
  readonly at: number
  readonly bytes: number
}

/** The texts of a workbook by their numbers: those beyond what memory is for them lie in a file. */
export class Strings {
  private readonly blocks: (readonly string[] | Spilt)[] = []
  private readonly fetched = new Map<number, readonly string[]>()
  private open: string[] = []
  private openSigns = 0
  private held = 0
  private fetchedSigns = 0
  private file: number | null = null
  private end = 0

  constructor(
    private readonly spillPath: string,
    private readonly most = mostInMemory,
  ) {}

  add(text: string): void {
    this.open.push(text)
    this.openSigns += text.length
    if (this.open.length === blockSize) this.put()
  }

  get(index: number): string | undefined {
    const number = Math.floor(index / blockSize)
    const block = this.blocks[number] ?? this.open
    return (Array.isArray(block) ? block : this.fetch(number, block as Spilt))[index % blockSize]
  }

  close(): void {
    if (this.file === null) return
    closeSync(this.file)
    rmSync(this.spillPath, { force: true })
    this.file = null
  }

  private put(): void {
    if (this.held + this.openSigns <= this.most) {
      this.blocks.push(this.open)
      this.held += this.openSigns
    } else {
      this.file ??= openSync(this.spillPath, 'w+')
      const bytes = Buffer.from(JSON.stringify(this.open))
      writeSync(this.file, bytes, 0, bytes.length, this.end)
      this.blocks.push({ at: this.end, bytes: bytes.length })
      this.end += bytes.length
    }
    this.open = []
    this.openSigns = 0
  }

  private fetch(number: number, { at, bytes }: Spilt): readonly string[] {
    const known = this.fetched.get(number)
    if (known) {
      this.fetched.delete(number)
      this.fetched.set(number, known)
      return known
    }
    const buffer = Buffer.allocUnsafe(bytes)
    readSync(this.file!, buffer, 0, bytes, at)
    const texts = JSON.parse(buffer.toString()) as string[]
    this.fetched.set(number, texts)
    this.fetchedSigns += bytes
    for (const oldest of this.fetched.keys()) {
      if (this.fetchedSigns <= mostFetched || oldest === number) break
      this.fetched.delete(oldest)
      this.fetchedSigns -= (this.blocks[oldest] as Spilt).bytes
    }
    return texts
  }
}

/** Reads the texts of a workbook, or at least those up to a number: the runs of a rich one together, without how it is read aloud. */
export const readStrings = async (
  bytes: AsyncIterable<Buffer>,
  strings: Strings,
  after: (bytes: number) => Promise<void> | void,
  last = Number.POSITIVE_INFINITY,
): Promise<void> => {
  let text = ''
  let read = 0
  let inText = false
  let aloud = 0
  await readXml(
    bytes,
    {
      open: name => {
        if (name === 'si') text = ''
        else if (name === 'rPh') aloud += 1
        else if (name === 't') inText = aloud === 0
      },
      close: name => {
        if (name === 'si') {
          strings.add(textOfSheet(text))
          read += 1
        } else if (name === 'rPh') aloud -= 1
        else if (name === 't') inText = false
      },
      text: piece => {
        if (inText) text += piece
      },
      enough: () => read > last,
    },
    after,
  )
}
