/** Sends e-mail in the name of the installation. */
export interface Mail {
  /** Resolves with what the server said when it took the message. */
  send(message: { to: readonly string[]; subject: string; text: string }): Promise<string>
  close(): void
}

declare module '../platform.ts' {
  interface Platform {
    /** Null: the installation has no mail server. */
    mail: Mail | null
  }
}

export interface MailOptions {
  /** `smtp://user:password@host:port`, or `smtps://`. */
  url: string
  from: string
}

const PATIENCE_MS = 10_000

export async function openMail({ url, from }: MailOptions): Promise<Mail> {
  const { createTransport } = await import('nodemailer')
  const transport = createTransport(
    { url, connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS },
    { from },
  )
  return {
    async send({ to, subject, text }) {
      const { response } = await transport.sendMail({
        to: [...to],
        subject,
        text,
        disableFileAccess: true,
        disableUrlAccess: true,
      })
      return response
    },
    close: () => transport.close(),
  }
}
