using MsLite.Admin;
using MsLite.Web.Start;

namespace MsLite.Web.Http;

/// <summary>Opens the panel for who holds the set-up link, once.</summary>
internal static class SetupEndpoint
{
    public static void MapSetup(this IEndpointRouteBuilder routes) => routes.MapGet("/setup/{token}", (string token, SetupLink link) =>
        link.TryUse(token)
            ? Results.Redirect(AdminUrls.Overview)
            : Results.Text("This set-up link has been used, or is of an earlier start. A new one is printed at each start.\n", statusCode: StatusCodes.Status404NotFound));
}
