import { createRouter, createWebHistory } from "vue-router";
import Home from "./Home.vue";

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: "/", component: Home, meta: { title: () => "Shop" } },
    { path: "/shoes", component: () => import("./Shoes.vue"), meta: { title: () => "Shoes – Shop" } },
    {
      path: "/shoes/:number",
      component: () => import("./Shoe.vue"),
      props: true,
      meta: { title: ({ number }) => `Shoe ${number} – Shop` },
    },
  ],
});

router.afterEach((to) => {
  document.title = to.meta.title(to.params);
});
