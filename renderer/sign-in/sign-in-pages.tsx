import { useState } from 'react'
import { Recover, type Recovered } from './recover.tsx'
import { SignIn } from './sign-in.tsx'

/** 職員番号 and password, or the recovery code when nobody has one. */
export function SignInPages({ onRecovered }: { readonly onRecovered: (recovered: Recovered) => void }) {
  const [recovering, setRecovering] = useState(false)
  return recovering ? (
    <Recover onBack={() => setRecovering(false)} onRecovered={onRecovered} />
  ) : (
    <SignIn onRecover={() => setRecovering(true)} />
  )
}
