namespace MsLite.Admin;

/// <summary>Each address of the panel, once.</summary>
public static class AdminUrls
{
    public const string Overview = "/";
    public const string Domains = "/domains";
    public const string Welcome = "/welcome";
    public const string Check = "/check";
    public const string Quarantine = "/quarantine";
    public const string Messages = "/messages";
    public const string Live = "/live";
    public const string Try = "/try";
    public const string Account = "/account";
    public const string Accounts = "/accounts";
    public const string Tokens = "/tokens";
    public const string Sessions = "/sessions";
    public const string Settings = "/settings";
    public const string Log = "/log";
    public const string About = "/about";
    public const string SignIn = "/sign-in";
    public const string SignOut = "/sign-out";
    public const string Setup = "/setup";
    public const string Error = "/error";
    public const string NotFound = "/not-found";

    /// <summary>The overview with one message's trace open.</summary>
    public static string Trace(string messageId) => $"/?message={Uri.EscapeDataString(messageId)}";

    /// <param name="name">Lower case, an A-label; or <c>_global_</c>.</param>
    public static string Domain(string name) => $"{Domains}/{Uri.EscapeDataString(name)}";

    /// <summary>A refused message by the reference that its sender was told.</summary>
    public static string QuarantineMessage(string id) => $"{Quarantine}/{Uri.EscapeDataString(id)}";

    /// <summary>The whole story of a message, whatever became of it.</summary>
    public static string Message(string id) => $"{Messages}/{Uri.EscapeDataString(id)}";

    /// <summary>One account.</summary>
    public static string Person(string name) => $"{Accounts}/{Uri.EscapeDataString(name)}";

    /// <summary>The sign-in that leads back to where somebody wanted to go.</summary>
    /// <param name="ended">They were signed in before.</param>
    public static string SignInThen(string path, bool ended) => (path, ended) switch
    {
        (Overview, false) => SignIn,
        (Overview, true) => $"{SignIn}?ended=true",
        _ => $"{SignIn}?return={Uri.EscapeDataString(path)}{(ended ? "&ended=true" : "")}",
    };
}
