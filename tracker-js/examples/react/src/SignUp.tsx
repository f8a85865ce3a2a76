import { track } from "liveinsight-tracker";

export function SignUp({ plan }: { plan: string }) {
  return <button onClick={() => track("signup", { props: { plan } })}>Sign up</button>;
}
