import type { FileHandle } from 'node:fs/promises'

/** What is gathered before it is written. */
const batchBytes = 1 << 21

/** Gathers bytes and writes many at once. */
export class Batch {
  private bytes = Buffer.allocUnsafe(batchBytes)
  private used = 0
  private lineStart = 0
  /** Length of the longest line. */
  longest = 0

  constructor(private readonly handle: FileHandle) {}

  private room(size: number): void {
    if (this.used + size <= this.bytes.length) return
    const larger = Buffer.allocUnsafe((this.used + size) * 2)
    this.bytes.copy(larger, 0, 0, this.used)
    this.bytes = larger
  }

  text(text: string, encoding: 'utf8' | 'latin1'): void {
    this.room(text.length * 3)
    this.used += this.bytes.write(text, this.used, encoding)
  }

  part(from: Buffer, start: number, end: number): void {
    this.room(end - start)
    this.used += from.copy(this.bytes, this.used, start, end)
  }

  endLine(): void {
    this.text('\n', 'latin1')
    this.longest = Math.max(this.longest, this.used - this.lineStart)
    this.lineStart = this.used
  }

  async flush(): Promise<void> {
    if (this.used > 0) await this.handle.writeFile(this.bytes.subarray(0, this.used))
    this.used = 0
    this.lineStart = 0
  }
}
