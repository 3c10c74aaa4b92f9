/** The renderer's first lines. Mantine's styles stand in a cascade layer, so that ours always win. */
import '@mantine/core/styles.layer.css'
import '@mantine/dates/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import '@fontsource/biz-udgothic/400.css'
import '@fontsource/biz-udgothic/700.css'
import './theme.css'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { startI18n } from './i18n/index.ts'
import { guardCoveredKeys } from './sign-in/covered-keys.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html lacks #root')
startI18n('ja')
guardCoveredKeys()
createRoot(root).render(<App />)
