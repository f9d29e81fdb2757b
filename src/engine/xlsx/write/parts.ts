import { xmlText } from '../text.ts'
import type { Part } from '../zip-write.ts'
import { boxesXml, type Comment, commentsXml } from './comments.ts'
import { stylesXml } from './styles.ts'

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const relations = (all: readonly (readonly [id: string, type: string, target: string])[]): string =>
  `${head}<Relationships xmlns="${packages}/relationships">${all
    .map(([id, type, target]) => `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`

const contentTypes = (hasComments: boolean): string =>
  [
    `${head}<Types xmlns="${packages}/content-types">`,
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
    '<Default Extension="xml" ContentType="application/xml"/>',
    hasComments
      ? '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
      : '',
    `<Override PartName="/xl/workbook.xml" ContentType="${spreadsheet}.sheet.main+xml"/>`,
    `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${spreadsheet}.worksheet+xml"/>`,
    `<Override PartName="/xl/styles.xml" ContentType="${spreadsheet}.styles+xml"/>`,
    hasComments ? `<Override PartName="/xl/comments1.xml" ContentType="${spreadsheet}.comments+xml"/>` : '',
    '</Types>',
  ].join('')

/** By this name a sheet refers to the boxes of its comments. */
export const boxesId = 'rId1'

/** The parts of a workbook with one sheet; `comments` is asked for when the sheet has been read. */
export async function* workbookParts(
  name: string,
  sheet: AsyncIterable<string>,
  comments: () => readonly Comment[],
): AsyncGenerator<Part> {
  yield ['xl/worksheets/sheet1.xml', sheet]
  const said = comments()
  if (said.length > 0) {
    yield [
      'xl/worksheets/_rels/sheet1.xml.rels',
      [
        relations([
          [boxesId, 'vmlDrawing', '../drawings/vmlDrawing1.vml'],
          ['rId2', 'comments', '../comments1.xml'],
        ]),
      ],
    ]
    yield ['xl/comments1.xml', commentsXml(said)]
    yield ['xl/drawings/vmlDrawing1.vml', boxesXml(said)]
  }
  yield ['xl/styles.xml', [stylesXml]]
  yield [
    'xl/workbook.xml',
    [
      `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${xmlText(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ],
  ]
  yield [
    'xl/_rels/workbook.xml.rels',
    [
      relations([
        ['rId1', 'worksheet', 'worksheets/sheet1.xml'],
        ['rId2', 'styles', 'styles.xml'],
      ]),
    ],
  ]
  yield ['_rels/.rels', [relations([['rId1', 'officeDocument', 'xl/workbook.xml']])]]
  yield ['[Content_Types].xml', [contentTypes(said.length > 0)]]
}
