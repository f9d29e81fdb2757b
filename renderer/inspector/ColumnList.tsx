import { useFacts } from '../store/use-editor.ts'
import { TypeGlyph } from '../ui/TypeGlyph.tsx'
import { Words } from '../ui/Words.tsx'

/** The columns that come out, with their types; and what is to be known of them. */
export const ColumnList = ({ id }: { readonly id: string }) => {
  const facts = useFacts(state => state.nodes[id])
  const [columns] = Object.values(facts?.outputs ?? {}).map(port => port.columns)
  return (
    <>
      {facts?.notDeterministic && (
        <p className="inspector-note">
          <Words text={facts.notDeterministic} />
        </p>
      )}
      {facts?.flagsStop && (
        <p className="inspector-note">
          <Words text={facts.flagsStop} />
        </p>
      )}
      {columns && columns.length > 0 && (
        <section className="columns-out" aria-label="Columns that come out">
          <div className="columns-head">
            <span>{columns.length === 1 ? '1 column' : `${columns.length} columns`}</span>
            <span className="sp" />
            <span>type</span>
          </div>
          <ul>
            {columns.map(column => (
              <li key={column.name}>
                <TypeGlyph type={column.type} />
                <span className="el grow" title={column.name}>
                  {column.name}
                </span>
                <span className="mono f3 el type">{column.type}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
