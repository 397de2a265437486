export default function AcceptPage() {
  return null
}
