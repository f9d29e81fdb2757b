import { type Block, blocksOf, type Span, spansOf } from './markdown.ts'

const tags = { code: 'code', strong: 'strong', emphasis: 'em', plain: 'span' } as const satisfies Record<
  Span['kind'],
  string
>

const Line = ({ text }: { readonly text: string }) =>
  spansOf(text).map(span => {
    const Tag = tags[span.kind]
    return <Tag key={span.at}>{span.text}</Tag>
  })

/** Items of a text that never changes while it is shown: their place is who they are. */
const placed = <T,>(items: readonly T[]) => items.map((item, place) => ({ item, place: `at ${place}` }))

const Table = ({ head, rows }: Extract<Block, { kind: 'table' }>) => (
  <div className="help-table">
    <table>
      <thead>
        <tr>
          {placed(head).map(({ item, place }) =>
            item === '' ? (
              <td key={place} />
            ) : (
              <th key={place}>
                <Line text={item} />
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {placed(rows).map(({ item: row, place }) => (
          <tr key={place}>
            {placed(row).map(({ item, place: cell }) => (
              <td key={cell}>
                <Line text={item} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)

const Part = ({ block }: { readonly block: Block }) => {
  switch (block.kind) {
    case 'heading':
      return block.level === 1 ? (
        <h2>
          <Line text={block.text} />
        </h2>
      ) : (
        <h3>
          <Line text={block.text} />
        </h3>
      )
    case 'paragraph':
      return (
        <p>
          <Line text={block.text} />
        </p>
      )
    case 'code':
      return <pre>{block.text}</pre>
    case 'table':
      return <Table {...block} />
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul'
      return (
        <List>
          {placed(block.items).map(({ item, place }) => (
            <li key={place}>
              <Line text={item} />
            </li>
          ))}
        </List>
      )
    }
  }
}

/** A help page or a note, drawn from data: nothing of it is put in as markup. */
export const Markdown = ({
  text,
  className = 'help',
  breaks = false,
}: {
  readonly text: string
  readonly className?: string
  /** Lines of a paragraph stay lines. */
  readonly breaks?: boolean
}) => (
  <article className={className}>
    {placed(blocksOf(text, { breaks })).map(({ item, place }) => (
      <Part key={place} block={item} />
    ))}
  </article>
)
