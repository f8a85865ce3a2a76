import { track } from "liveinsight-tracker";
import { Link, Outlet, useLoaderData } from "react-router";

/** As long as a request for a product may take. */
const product = ({ params }) => new Promise((done) => setTimeout(done, 40, params.number));

function Layout() {
  return (
    <>
      <nav>
        <Link to="/">Shop</Link> <Link to="/shoes">Shoes</Link> <Link to="/shoes/7">Shoe 7</Link>
      </nav>
      <main>
        <Outlet />
      </main>
    </>
  );
}

function Page({ title, children }) {
  return (
    <>
      <title>{title}</title>
      {children}
    </>
  );
}

function Shoe() {
  const number = useLoaderData();
  return (
    <Page title={`Shoe ${number} – Shop`}>
      Shoe {number} <button onClick={() => track("purchase", { props: { shoe: number } })}>Buy</button>
    </Page>
  );
}

export const routes = [
  {
    path: "/",
    element: <Layout />,
    hydrateFallbackElement: <p>…</p>,
    children: [
      { index: true, element: <Page title="Shop">Welcome</Page> },
      { path: "shoes", element: <Page title="Shoes – Shop">All shoes</Page> },
      { path: "shoes/:number", loader: product, element: <Shoe /> },
    ],
  },
];
