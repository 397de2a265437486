/** Functions written for AWS Lambda function URLs run as they are. */
export const handler = async (event) => {
  const { method, path } = event.requestContext.http
  console.log('%s %s', method, path)
  return {
    statusCode: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    cookies: ['seen=yes; Max-Age=3600'],
    body: `<h1>Hello from ${escape(path)}</h1><p>Your query: ${escape(event.rawQueryString || 'none')}</p>`,
  }
}

function escape(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
