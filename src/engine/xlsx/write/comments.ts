import { lettersOf } from '../address.ts'
import { sheetText } from '../text.ts'

/** What is said of a cell; rows are counted from 1, columns from 0. */
export interface Comment {
  readonly row: number
  readonly column: number
  readonly text: string
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

export function* commentsXml(comments: readonly Comment[]): Generator<string> {
  yield `${head}<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>Weir</author></authors><commentList>`
  for (const { row, column, text } of comments)
    yield `<comment ref="${lettersOf(column)}${row}" authorId="0"><text><t xml:space="preserve">${sheetText(text)}</t></text></comment>`
  yield '</commentList></comments>'
}

/** Shapes are numbered in blocks. */
const blockSize = 1024

const style = 'position:absolute;margin-left:60pt;margin-top:2pt;width:200pt;height:60pt;z-index:1;visibility:hidden'

/** The boxes in which a spreadsheet program shows them. */
export function* boxesXml(comments: readonly Comment[]): Generator<string> {
  const blocks = Array.from({ length: Math.ceil((comments.length + 1) / blockSize) }, (_, i) => i + 1).join(',')
  yield '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">'
  yield `<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="${blocks}"/></o:shapelayout>`
  yield '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
  for (const [i, { row, column }] of comments.entries()) {
    yield `<v:shape id="_x0000_s${blockSize + 1 + i}" type="#_x0000_t202" style="${style}" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>`
    yield `<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill><x:Row>${row - 1}</x:Row><x:Column>${column}</x:Column></x:ClientData></v:shape>`
  }
  yield '</xml>'
}
