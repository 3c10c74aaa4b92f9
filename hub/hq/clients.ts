/** Programs of the bank that may call the verification API. */
import { z } from 'zod'
import { refuse } from '../../domain/refuse.ts'
import { addApiClient, apiScope, removeApiClient } from '../api-clients.ts'
import { act, recordHqAct, type HqAct } from './act.ts'

const PAGE = 1000
const scopes = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(apiScope).min(1))

const listClients = act(
  {},
  { ja: '認証 API の利用者の一覧', en: 'list the clients of the verification API' },
  async ({ hub }) =>
    hub.store.read(async (reader) => {
      const clients = await reader.documents('apiClient', { limit: PAGE })
      return clients.map(({ id, row }) => ({
        client: id,
        name: row.name,
        scopes: row.scopes.join(','),
        since: new Date(row.createdAt).toISOString(),
      }))
    }),
)

const addClient = act(
  { name: z.string().trim().min(1).max(100), scopes },
  {
    ja: '認証 API の利用者を加える（権限は verify,customer,staff から。秘密の文字列は一度だけ表示）',
    en: 'add a client of the verification API (scopes of verify,customer,staff; its secret is shown once)',
  },
  async (context, args) => {
    const { client, secret } = await addApiClient(context.hub, args.name, args.scopes)
    const to = { client: client.id, name: args.name, scopes: args.scopes.join(',') }
    await context.hub.store.transaction((tx) => recordHqAct(context, tx, 'client add', to))
    return [{ ...to, secret }]
  },
)

const removeClient = act(
  { client: z.string().min(1).max(64) },
  { ja: '認証 API の利用者を外す（次の呼出しから断る）', en: 'remove a client: its next call is refused' },
  async (context, args) => {
    if (!(await removeApiClient(context.hub, args.client))) return refuse('API_CLIENT_WRONG')
    await context.hub.store.transaction((tx) => recordHqAct(context, tx, 'client remove', args))
    return [args]
  },
)

export const clientActs: Readonly<Record<string, HqAct>> = {
  'client list': listClients,
  'client add': addClient,
  'client remove': removeClient,
}
