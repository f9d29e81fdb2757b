import {
  colours,
  commentWords,
  containers,
  instructions,
  modes,
  nations,
  priorities,
  regions,
  segments,
  types,
} from './words.ts'

/** A table of TPC-H as a SELECT that makes it; `lineitem` and `orders` read the table `lines`. */
export interface MadeTable {
  readonly name: string
  readonly sql: string
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

/** Every figure of a row is a hash of the seed, of what the figure is, and of the row's key; hashed once more, since one of several values is but the XOR of theirs. */
const random = (seed: number) => {
  const hashed = (what: string, key: string) => `hash(hash(${seed}, ${quoted(what)}, ${key}))`
  const whole = (what: string, key: string, least: number, most: number | string) =>
    `(${least} + CAST(${hashed(what, key)} % (${most} - ${least} + 1) AS BIGINT))`
  const money = (what: string, key: string, least: number, most: number) =>
    `CAST(${whole(what, key, least * 100, most * 100)} / 100 AS DECIMAL(15,2))`
  const word = (what: string, key: string, words: readonly string[]) =>
    `[${words.map(quoted).join(', ')}][1 + CAST(${hashed(what, key)} % ${words.length} AS INTEGER)]`
  const words = (what: string, key: string, parts: readonly (readonly string[])[]) =>
    parts.map((part, i) => word(`${what} ${i}`, key, part)).join(" || ' ' || ")
  const comment = (key: string, length = 4) =>
    words(
      'comment',
      key,
      Array.from({ length }, () => commentWords),
    )
  const address = (key: string) =>
    `substr(md5(${quoted(`${seed} address`)} || ${key}), 1, ${whole('length', key, 10, 30)})`
  const phone = (nation: string, key: string) =>
    `concat_ws('-', ${nation} + 10, ${whole('phone 1', key, 100, 999)}, ${whole('phone 2', key, 100, 999)}, ${whole('phone 3', key, 1000, 9999)})`
  return { whole, money, word, words, comment, address, phone }
}

const inList = (rows: readonly string[]) => rows.map(row => `(${row})`).join(', ')

/** The supplier of a part by its number among the part's four. */
const supplierOf = (part: string, i: string, suppliers: number) =>
  `(${part} + ${i} * (${suppliers} // 4 + (${part} - 1) // ${suppliers})) % ${suppliers} + 1`

const price = (part: string) =>
  `CAST((90000 + (${part} // 10) % 20001 + 100 * (${part} % 1000)) / 100 AS DECIMAL(15,2))`

const today = "DATE '1995-06-17'"

/** Rows of each table at a scale; the standard's, of which the smallest that keeps the suppliers of a part apart is 0.01. */
export const sizes = (scale: number) => ({
  supplier: Math.round(10_000 * scale),
  part: Math.round(200_000 * scale),
  customer: Math.round(150_000 * scale),
  orders: Math.round(1_500_000 * scale),
  clerk: Math.max(1, Math.round(1000 * scale)),
})

/** Lines of orders with what both tables need; orders of one in a thousand are so large that Q18 finds some. */
export const linesSql = (scale: number, seed: number): string => {
  const { supplier, part, orders } = sizes(scale)
  const { whole, word, comment } = random(seed)
  return `
    WITH ordered AS (
      SELECT (n // 8) * 32 + n % 8 + 1 AS l_orderkey,
        DATE '1992-01-01' + CAST(${whole('day', 'n', 0, 2405)} AS INTEGER) AS day,
        ${whole('large', 'n', 0, 999)} = 0 AS large,
        ${whole('lines', 'n', 1, 7)} AS lines
      FROM range(${orders}) AS r(n)
    ), numbered AS (
      SELECT l_orderkey, day, large, unnest(range(1, IF(large, 7, lines) + 1)) AS l_linenumber FROM ordered
    ), parts AS (
      SELECT *, l_orderkey * 8 + l_linenumber AS k,
        ${whole('part', 'l_orderkey * 8 + l_linenumber', 1, part)} AS l_partkey,
        CAST(IF(large, ${whole('quantity', 'l_orderkey * 8 + l_linenumber', 40, 50)}, ${whole('quantity', 'l_orderkey * 8 + l_linenumber', 1, 50)}) AS DECIMAL(15,2)) AS l_quantity,
        day + CAST(${whole('ship', 'l_orderkey * 8 + l_linenumber', 1, 121)} AS INTEGER) AS l_shipdate
      FROM numbered
    ), received AS (
      SELECT *, l_shipdate + CAST(${whole('receipt', 'k', 1, 30)} AS INTEGER) AS l_receiptdate FROM parts
    )
    SELECT day, l_orderkey, l_partkey,
      ${supplierOf('l_partkey', whole('supplier', 'k', 0, 3), supplier)} AS l_suppkey,
      l_linenumber, l_quantity,
      CAST(l_quantity * ${price('l_partkey')} AS DECIMAL(15,2)) AS l_extendedprice,
      CAST(${whole('discount', 'k', 0, 10)} / 100 AS DECIMAL(15,2)) AS l_discount,
      CAST(${whole('tax', 'k', 0, 8)} / 100 AS DECIMAL(15,2)) AS l_tax,
      CASE WHEN l_receiptdate > ${today} THEN 'N' ELSE ${word('return', 'k', ['R', 'A'])} END AS l_returnflag,
      IF(l_shipdate > ${today}, 'O', 'F') AS l_linestatus,
      l_shipdate,
      day + CAST(${whole('commit', 'k', 30, 90)} AS INTEGER) AS l_commitdate,
      l_receiptdate,
      ${word('instruct', 'k', instructions)} AS l_shipinstruct,
      ${word('mode', 'k', modes)} AS l_shipmode,
      ${comment('k', 3)} AS l_comment
    FROM received`
}

/** The eight tables. Every third customer has no order; some parts are those that Q17 and Q19 ask for. */
export const tables = (scale: number, seed: number): readonly MadeTable[] => {
  const { supplier, part, customer, clerk } = sizes(scale)
  const { whole, money, word, words, comment, address, phone } = random(seed)
  const buyer = `(1 + CAST(hash(hash(${seed}, 'customer', l_orderkey)) % ${customer} AS BIGINT))`
  return [
    {
      name: 'region',
      sql: `SELECT CAST(k AS INTEGER) AS r_regionkey, name AS r_name, ${comment('k')} AS r_comment
        FROM (VALUES ${inList(regions.map((name, i) => `${i}, ${quoted(name)}`))}) AS v(k, name)`,
    },
    {
      name: 'nation',
      sql: `SELECT CAST(k AS INTEGER) AS n_nationkey, name AS n_name, CAST(region AS INTEGER) AS n_regionkey, ${comment('k')} AS n_comment
        FROM (VALUES ${inList(nations.map(([name, region], i) => `${i}, ${quoted(name)}, ${region}`))}) AS v(k, name, region)`,
    },
    {
      name: 'supplier',
      sql: `SELECT k AS s_suppkey, 'Supplier#' || lpad(CAST(k AS VARCHAR), 9, '0') AS s_name, ${address('k')} AS s_address,
          CAST(nation AS INTEGER) AS s_nationkey, ${phone('nation', 'k')} AS s_phone, ${money('balance', 'k', -999, 9999)} AS s_acctbal,
          CASE ${whole('service', 'k', 0, 59)}
            WHEN 0 THEN 'sly Customer ' || ${comment('k', 1)} || ' Complaints'
            WHEN 1 THEN 'blithe Customer ' || ${comment('k', 1)} || ' Recommends'
            ELSE ${comment('k')} END AS s_comment
        FROM (SELECT k, ${whole('nation', 'k', 0, 24)} AS nation FROM range(1, ${supplier + 1}) AS r(k))`,
    },
    {
      name: 'customer',
      sql: `SELECT k AS c_custkey, 'Customer#' || lpad(CAST(k AS VARCHAR), 9, '0') AS c_name, ${address('k')} AS c_address,
          CAST(nation AS INTEGER) AS c_nationkey, ${phone('nation', 'k')} AS c_phone, ${money('balance', 'k', -999, 9999)} AS c_acctbal,
          ${word('segment', 'k', segments)} AS c_mktsegment, ${comment('k', 6)} AS c_comment
        FROM (SELECT k, ${whole('home', 'k', 0, 24)} AS nation FROM range(1, ${customer + 1}) AS r(k))`,
    },
    {
      name: 'part',
      sql: `SELECT k AS p_partkey, ${words('name', 'k', [colours, colours, colours, colours, colours])} AS p_name,
          'Manufacturer#' || brand // 10 AS p_mfgr,
          'Brand#' || brand AS p_brand,
          ${words('type', 'k', types)} AS p_type,
          CAST(IF(chosen < 3, ${whole('small', 'k', 1, 5)}, ${whole('size', 'k', 1, 50)}) AS INTEGER) AS p_size,
          CASE chosen WHEN 0 THEN 'SM ' || ${word('of 0', 'k', ['CASE', 'BOX', 'PACK', 'PKG'])}
            WHEN 1 THEN 'MED ' || ${word('of 1', 'k', ['BAG', 'BOX', 'PKG', 'PACK'])}
            WHEN 2 THEN 'LG ' || ${word('of 2', 'k', ['CASE', 'BOX', 'PACK', 'PKG'])}
            ELSE ${words('container', 'k', containers)} END AS p_container,
          ${price('k')} AS p_retailprice, ${comment('k', 2)} AS p_comment
        FROM (
          SELECT k, chosen, CASE chosen WHEN 0 THEN 12 WHEN 1 THEN 23 WHEN 2 THEN 34
            ELSE ${whole('manufacturer', 'k', 1, 5)} * 10 + ${whole('brand', 'k', 1, 5)} END AS brand
          FROM (SELECT k, ${whole('chosen', 'k', 0, 149)} AS chosen FROM range(1, ${part + 1}) AS r(k))
        )`,
    },
    {
      name: 'partsupp',
      sql: `SELECT k AS ps_partkey, ${supplierOf('k', 'i', supplier)} AS ps_suppkey,
          ${whole('available', 'k * 4 + i', 1, 9999)} AS ps_availqty, ${money('cost', 'k * 4 + i', 1, 1000)} AS ps_supplycost,
          ${comment('k * 4 + i')} AS ps_comment
        FROM (SELECT k, unnest(range(4)) AS i FROM range(1, ${part + 1}) AS r(k))`,
    },
    {
      name: 'orders',
      sql: `SELECT l_orderkey AS o_orderkey, ${buyer} - IF(${buyer} % 3 = 0, 1, 0) AS o_custkey,
          CASE WHEN min(l_linestatus) = 'O' THEN 'O' WHEN max(l_linestatus) = 'F' THEN 'F' ELSE 'P' END AS o_orderstatus,
          CAST(sum(l_extendedprice * (1 + l_tax) * (1 - l_discount)) AS DECIMAL(15,2)) AS o_totalprice,
          day AS o_orderdate, ${word('priority', 'l_orderkey', priorities)} AS o_orderpriority,
          'Clerk#' || lpad(CAST(${whole('clerk', 'l_orderkey', 1, clerk)} AS VARCHAR), 9, '0') AS o_clerk,
          CAST(0 AS INTEGER) AS o_shippriority, ${comment('l_orderkey', 5)} AS o_comment
        FROM lines GROUP BY l_orderkey, day ORDER BY l_orderkey`,
    },
    { name: 'lineitem', sql: 'SELECT * EXCLUDE (day) FROM lines' },
  ]
}
