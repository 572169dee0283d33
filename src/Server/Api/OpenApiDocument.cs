using System.Reflection;

namespace MsLite.Web.Api;

/// <summary>The description of the REST interface. It is written by hand, with examples; tests hold it to the addresses there are.</summary>
internal static class OpenApiDocument
{
    private static readonly byte[] s_document = Read();

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/openapi/v1.json", () => TypedResults.Bytes(s_document, "application/json")).AllowAnonymous();

    private static byte[] Read()
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("openapi.v1.json")!;
        using var buffer = new MemoryStream();
        resource.CopyTo(buffer);
        return buffer.ToArray();
    }
}
