import { init } from "liveinsight-tracker";
import { createRoot } from "react-dom/client";
import { createBrowserRouter } from "react-router";
import { RouterProvider } from "react-router/dom";
import { routes } from "./routes.jsx";

init({ site: import.meta.env.VITE_SITE, api: import.meta.env.VITE_COLLECTOR });

createRoot(document.getElementById("root")).render(<RouterProvider router={createBrowserRouter(routes)} />);
