/** Serves the portal over the double for looking at it: `node test/portal/look.ts [port]`. */
import { BankDouble } from './bank-double.ts'
import { makeSite } from './site.ts'

const { app } = await makeSite({ bank: new BankDouble() })
console.log(await app.listen({ port: Number(process.argv[2] ?? 0), host: '127.0.0.1' }))
