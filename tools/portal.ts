/** `npm run portal [port]`: the customer's pages over a hub in memory, with the manual's people and their fobs. */
import { openDemo, people } from '../test/portal/demo.ts'
import { CONFIRMATION, PASSWORD, PREFIX } from '../test/portal/site.ts'

const demo = await openDemo()
const origin = await demo.app.listen({ port: Number(process.argv[2] ?? 8788), host: '127.0.0.1' })
console.log(`[fobdesk] the customer's portal, for trials: ${origin}${PREFIX}/login`)
console.log(`[fobdesk] パスワード ${PASSWORD} ・ 確認用パスワード ${CONFIRMATION} ・ 終了 Ctrl+C`)

function showCodes(): void {
  const time = new Date().toLocaleTimeString('ja-JP', { timeZone: 'Asia/Tokyo', timeStyle: 'short' })
  console.log(`\n${time}  ログインID  シリアル番号  表示`)
  for (const [loginId, state, serial] of people) {
    const shown = serial === null ? '-             -     ' : `${serial}      ${demo.code(serial)}`
    console.log(`       ${loginId.padEnd(10)}  ${shown}  ${state}`)
  }
}

showCodes()
const untilNextMinute = 60_000 - (Date.now() % 60_000)
const first = setTimeout(() => {
  showCodes()
  setInterval(showCodes, 60_000)
}, untilNextMinute + 200)
process.once('SIGINT', () => {
  clearTimeout(first)
  void demo.stop().then(() => process.exit(0))
})
