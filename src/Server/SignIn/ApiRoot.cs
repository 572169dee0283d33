namespace MsLite.Web.SignIn;

/// <summary>Where scripts ask, and are answered as scripts.</summary>
internal static class ApiRoot
{
    public static bool Matches(PathString path) => path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);
}
