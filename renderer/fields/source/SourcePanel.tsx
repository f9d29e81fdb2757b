import { FileSearch, Rows3 } from 'lucide-react'
import type { z } from '#core/node/settings.ts'
import { Button } from '../../ui/Button.tsx'
import { icon12 } from '../../ui/icon.ts'
import { Select } from '../../ui/Select.tsx'
import { SeverityGlyph } from '../../ui/SeverityGlyph.tsx'
import { Words } from '../../ui/Words.tsx'
import { formFields } from '../schema.ts'
import { Evidence, FactRow, FindingRow } from './FindingRow.tsx'
import './source.css'
import { useSourceFacts } from './source-context.ts'
import { TypeFindings } from './TypeFindings.tsx'

/** What a kind's panel is handed. */
export interface SourcePanelProps {
  readonly schema: z.ZodType
  /** As the flow holds them, without defaults. */
  readonly values: Readonly<Record<string, unknown>>
  readonly onChange: (key: string, value: unknown) => void
  /** Settings that are found out unless someone says them, in the order in which they are shown; `types` are those of the columns. */
  readonly guesses: readonly string[]
}

export interface FindingsProps extends SourcePanelProps {
  /** Whether its first lines can be shown beside their rows. */
  readonly lines: boolean
}

const FileChoice = () => {
  const { description, onFile } = useSourceFacts()
  if (!description || description.fileCount < 2) return null
  const { files, file, fileCount } = description
  const differing = files.filter(({ differs }) => differs !== null)
  const own = files[file]?.differs
  return (
    <div className="field-row finding">
      <span className="field-label">File</span>
      <div className="field-body">
        <Select
          size="sm"
          label="File that is looked at"
          value={String(file)}
          options={files.map(({ name, differs }, i) => ({
            value: String(i),
            label: name,
            ...(differs === null ? {} : { hint: 'differs' }),
          }))}
          onChange={value => onFile(Number(value))}
        />
        <Evidence
          said={[
            ...(own ? [`it ${own}`] : []),
            differing.length === 0
              ? `${fileCount} files, none of the first ${Math.min(fileCount, 20)} differs from \`${files[0]?.name}\``
              : `${differing.length} of ${fileCount} files differ from \`${files[0]?.name}\``,
            ...(own ? [] : differing.slice(0, 3).map(each => `\`${each.name}\` ${each.differs}`)),
          ]}
        />
      </div>
    </div>
  )
}

/** What was found out about a source's files, why, and what can be said instead. */
export const Findings = ({ schema, values, onChange, guesses, lines }: FindingsProps) => {
  const { description, waiting, problem, linesShown, onLines } = useSourceFacts()
  const fields = formFields(schema)
  const settings = guesses.filter(key => key !== 'types')
  const facts = description?.findings.filter(({ setting }) => setting === null) ?? []
  const said = values.types
  return (
    <section className="findings" aria-label="What was found out about the file" aria-busy={waiting}>
      <div className="findings-head">
        <FileSearch {...icon12} />
        <span className="el grow">
          {description?.scope
            ? `Found out from ${description.scope}`
            : waiting
              ? 'Looking at the file'
              : 'Nothing found out'}
        </span>
        {lines && (
          <Button
            size="sm"
            variant="ghost"
            icon={<Rows3 {...icon12} />}
            aria-pressed={linesShown}
            onClick={() => onLines(!linesShown)}
          >
            First lines
          </Button>
        )}
      </div>
      {problem && (
        <div className="problem-line error" role="alert">
          <SeverityGlyph severity="error" size={12} />
          <span className="text">
            <Words text={problem.message} />
          </span>
        </div>
      )}
      <FileChoice />
      {settings.map(key => {
        const field = fields.find(each => each.key === key)
        const finding = description?.findings.find(each => each.setting === key)
        if (!field || (!finding && values[key] === undefined && description?.columns.length)) return null
        return (
          <FindingRow
            key={key}
            field={field}
            value={values[key]}
            finding={finding}
            onChange={value => onChange(key, value)}
          />
        )
      })}
      {facts.map(finding => (
        <FactRow key={finding.label} finding={finding} />
      ))}
      {description && description.columns.length > 0 && (
        <TypeFindings
          columns={description.columns}
          types={typeof said === 'object' && said !== null ? (said as Readonly<Record<string, string>>) : {}}
          onTypes={settings.length < guesses.length ? next => onChange('types', next) : null}
        />
      )}
    </section>
  )
}
