namespace MsLite.Smtp.Tests.Client;

/// <summary>Scripts that tests begin with or cut short.</summary>
internal static class ClientWorldScripts
{
    /// <summary>A next hop without extensions that takes one message.</summary>
    public static readonly (string Expected, string? Answer)[] Plain =
    [
        ("", "220 hop\r\n"), ("EHLO", "250 hop\r\n"), ("MAIL", "250 Ok\r\n"), ("RCPT", "250 Ok\r\n"),
        ("DATA", "354 Go\r\n"), (".", "250 Taken\r\n"),
    ];
}
