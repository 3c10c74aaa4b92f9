/** `npm run hq -- <words>`: head office's command line; `npm run hq -- help` lists what it can do. */
import '../hub/hq/main.ts'
