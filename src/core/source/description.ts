import type { Problem } from '../problem.ts'
import type { Column, Reader } from '../relation/relation.ts'

/** A file of a source, and how it differs from the first. */
export interface DescribedFile {
  readonly name: string
  readonly bytes: number
  readonly differs: string | null
}

/** Another value that a setting could have, and what speaks for it. */
export interface FindingOption {
  readonly value: string | number | boolean
  readonly label: string
  readonly evidence: string | null
}

/** Something that was found out about a file, or was said of it in the settings, with what the file says to that. */
export interface Finding {
  /** The setting that says it; a finding of which there is none is a fact. */
  readonly setting: string | null
  readonly label: string
  /** As it is in force, in words. */
  readonly value: string
  /** Whether the settings say it. */
  readonly given: boolean
  readonly evidence: readonly string[]
  readonly options: readonly FindingOption[]
}

/** A column with what its first values say of its type. */
export interface DescribedColumn extends Column {
  readonly given: boolean
  readonly evidence: string
}

/** A line of a file as it stands there, and the row that it is read as. */
export interface DescribedLine {
  readonly number: number
  readonly kind: 'row' | 'header' | 'skipped' | 'empty' | 'fault'
  readonly text: string
  /** The text goes on. */
  readonly cut: boolean
  readonly end: '' | 'lf' | 'crlf' | 'cr'
  /** Why it is no row, or left out. */
  readonly reason: string | null
  /** Where its cells begin and end in the text, quotes included. */
  readonly cells: readonly (readonly [start: number, end: number])[]
  /** The values of the row as texts, one for each column. */
  readonly values: readonly (string | null)[] | null
  /** Columns whose cells are no values of their type. */
  readonly wrong: readonly number[]
}

/** What was found out about the files of a source, with the evidence, from the beginning of one of them. */
export interface Description {
  readonly reader: Reader
  /** In their order; the first hundred. */
  readonly files: readonly DescribedFile[]
  readonly fileCount: number
  /** Which of `files` is described. */
  readonly file: number
  /** What the evidence is of. */
  readonly scope: string
  /** Why the files cannot be read as the settings are. */
  readonly problem: Omit<Problem, 'node'> | null
  readonly findings: readonly Finding[]
  readonly columns: readonly DescribedColumn[]
  readonly lines: readonly DescribedLine[]
}
