import { Navigate, type RouteObject, createBrowserRouter } from 'react-router';
import { IncidentsPage } from './incidents/incidents-page.js';
import { IngestPage } from './ingest/ingest-page.js';
import { Shell } from './layout/shell.js';
import { ModelsPage } from './models/models-page.js';

/** A view that is not loaded before somebody goes there. */
function later(path: string, load: () => Promise<() => React.ReactNode>): RouteObject {
  return { path, lazy: async () => ({ Component: await load() }) };
}

/** Every view and its address. */
export const router = createBrowserRouter([
  {
    element: <Shell />,
    children: [
      { path: '/incidents', element: <IncidentsPage /> },
      { path: '/incidents/:id', element: <IncidentsPage /> },
      { path: '/models', element: <ModelsPage /> },
      later('/models/:key', async () => (await import('./models/model-page.js')).ModelPage),
      later('/rules', async () => (await import('./rules/rules-page.js')).RulesPage),
      later('/status', async () => (await import('./status/status-page.js')).StatusPage),
      later('/summaries', async () => (await import('./summaries/summaries-page.js')).SummariesPage),
      later('/summaries/:week', async () => (await import('./summaries/summaries-page.js')).SummariesPage),
      later('/settings', async () => (await import('./settings/settings-page.js')).SettingsPage),
      later('/settings/:tab', async () => (await import('./settings/settings-page.js')).SettingsPage),
      { path: '/ingest', element: <IngestPage /> },
      { path: '*', element: <Navigate to="/incidents" replace /> },
    ],
  },
]);
