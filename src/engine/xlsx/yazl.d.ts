/** What is used of yazl, which comes without types. */
declare module 'yazl' {
  import type { Readable } from 'node:stream'

  interface EntryOptions {
    readonly mtime?: Date
    readonly mode?: number
    readonly forceDosTimestamp?: boolean
  }

  export class ZipFile {
    readonly outputStream: Readable
    addReadStream(stream: Readable, path: string, options?: EntryOptions): void
    on(event: 'error', listener: (error: Error) => unknown): unknown
    end(): void
  }
}
