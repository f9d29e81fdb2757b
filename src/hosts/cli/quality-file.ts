import { type ReportFormat, reportFormatOf } from '#core/quality-report/format.ts'
import type { QualityDocument } from '#core/quality-report/types.ts'
import type { Arguments } from './args.ts'
import { usage } from './exit.ts'
import type { Io } from './io.ts'
import { writeText } from './write-text.ts'

/** Rows shown of each rule that fails. */
export const samplesOfRule = 5

export interface WantedQuality {
  readonly name: string
  readonly format: ReportFormat
}

/** The file that `--quality` asks for, or null; its ending must be one that says a format. */
export const wantedQuality = (args: Arguments): WantedQuality | null => {
  const name = args.value('quality')
  if (name === undefined) return null
  const format = reportFormatOf(name)
  if (format !== null) return { name, format }
  throw usage(
    `\`--quality\` writes HTML, JSON or JUnit by the ending of its file, and \`${name}\` has none of theirs.`,
    'name it .html, .json or .xml',
  )
}

export const writeQuality = async (
  { name, format }: WantedQuality,
  document: QualityDocument,
  io: Io,
): Promise<void> => {
  const { renderQuality } = await import('#core/quality-report/render.ts')
  return writeText(name, renderQuality(document, format), io)
}
