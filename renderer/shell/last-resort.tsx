/** What stands when even the frame broke: plain words without the kit, which may be what broke. */
import { Component, type ReactNode } from 'react'
import classes from './last-resort.module.css'

interface State {
  readonly message: string | null
}

/** Catches a bug outside of any screen. Bugs inside a screen are caught by the router (`screen-failed.tsx`). */
export class LastResort extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { message: null }

  static getDerivedStateFromError(error: unknown): State {
    return { message: error instanceof Error ? error.message : String(error) }
  }

  override render(): ReactNode {
    const { message } = this.state
    if (message === null) return this.props.children
    return (
      <main className={classes.page} role="alert">
        <h1>画面を表示できません / The screen cannot be shown</h1>
        <p>
          記録は失われていません。Fobdesk
          を再起動してください。続く場合は本部システム担当に下の内容を伝えてください。
          <br />
          Nothing recorded is lost. Restart Fobdesk; if it happens again, tell head office what stands below.
        </p>
        <pre>{message}</pre>
      </main>
    )
  }
}
