namespace MsLite.Admin;

/// <summary>Each address of the panel, once.</summary>
public static class AdminUrls
{
    public const string Overview = "/";
    public const string Error = "/error";
    public const string NotFound = "/not-found";

    /// <summary>The overview with one message's trace open.</summary>
    public static string Trace(string messageId) => $"/?message={Uri.EscapeDataString(messageId)}";
}
