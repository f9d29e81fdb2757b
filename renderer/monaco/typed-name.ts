const plain = /^[a-z_][a-z0-9_]*$/

/** Words of DuckDB that are no column's name unless quoted, or mean a value or a call where one would stand. */
const words = new Set(
  (
    'all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create default ' +
    'deferrable desc describe distinct do else end except false fetch for foreign from group having in initially intersect ' +
    'into lambda lateral leading limit not null offset on only or order pivot pivot_longer pivot_wider placing primary ' +
    'qualify references returning select show some summarize symmetric table then to trailing true union unique unpivot ' +
    'using variadic when where window with anti asof at authorization binary by collation columns concurrently cross freeze ' +
    'full generated glob ilike inner is isnull join left like map natural notnull outer overlaps positional right semi ' +
    'similar struct tablesample try_cast unpack verbose between coalesce exists extract grouping grouping_id interval none ' +
    'nullif overlay position row substring treat trim values xmlattributes xmlconcat xmlelement xmlexists xmlforest ' +
    'xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable current_date current_time current_timestamp localtime ' +
    'localtimestamp current_user session_user current_role current_schema current_catalog user'
  ).split(' '),
)

/** A column as it is typed: quoted where its name is not a plain lower-case word, or is a word of SQL. */
export const typedName = (name: string): string =>
  plain.test(name) && !words.has(name) ? name : `"${name.replaceAll('"', '""')}"`
