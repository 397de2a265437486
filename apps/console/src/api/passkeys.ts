import { send } from './request.ts'

/** Asks the browser to create a passkey, and stores it. */
export async function addPasskey(name: string): Promise<void> {
  const answer = await send('/api/auth/passkey/generate-register-options')
  const options = (await answer.json()) as PublicKeyCredentialCreationOptionsJSON
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options)
  const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential
  await send('/api/auth/passkey/verify-registration', { method: 'POST', body: { response: made.toJSON(), name } })
}

export async function signInWithPasskey(): Promise<void> {
  const answer = await send('/api/auth/passkey/generate-authenticate-options')
  const options = (await answer.json()) as PublicKeyCredentialRequestOptionsJSON
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options)
  const shown = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential
  await send('/api/auth/passkey/verify-authentication', { method: 'POST', body: { response: shown.toJSON() } })
}

export async function removePasskey(id: string): Promise<void> {
  await send('/api/auth/passkey/delete-passkey', { method: 'POST', body: { id } })
}
