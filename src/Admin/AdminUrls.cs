namespace MsLite.Admin;

/// <summary>Each address of the panel, once.</summary>
public static class AdminUrls
{
    public const string Overview = "/";
    public const string Account = "/account";
    public const string Accounts = "/accounts";
    public const string SignIn = "/sign-in";
    public const string SignOut = "/sign-out";
    public const string Setup = "/setup";
    public const string Error = "/error";
    public const string NotFound = "/not-found";

    /// <summary>The overview with one message's trace open.</summary>
    public static string Trace(string messageId) => $"/?message={Uri.EscapeDataString(messageId)}";

    /// <summary>The sign-in that leads back to where somebody wanted to go.</summary>
    /// <param name="ended">They were signed in before.</param>
    public static string SignInThen(string path, bool ended) => (path, ended) switch
    {
        (Overview, false) => SignIn,
        (Overview, true) => $"{SignIn}?ended=true",
        _ => $"{SignIn}?return={Uri.EscapeDataString(path)}{(ended ? "&ended=true" : "")}",
    };
}
