declare module "*.vue" {
  import type { DefineComponent } from "vue";
  const component: DefineComponent<{ plan: string }>;
  export default component;
}
