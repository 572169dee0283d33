using MsLite.Filter.Quarantine.View.Html;

namespace MsLite.Web.Api;

/// <summary>The document around a message's rebuilt HTML.</summary>
internal static class PreviewPage
{
    /// <summary>Nothing runs, nothing is fetched, nothing navigates; the style is ours, and only the panel may frame it.</summary>
    public const string ContentSecurityPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    private const string Head = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Message</title>
        <style>
        :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
        body { margin: 1rem; }
        table { border-collapse: collapse; }
        td, th { padding: 0.15rem 0.4rem; vertical-align: top; text-align: start; }
        blockquote { margin-inline: 0.5rem; padding-inline-start: 0.75rem; border-inline-start: 3px solid GrayText; }
        pre { white-space: pre-wrap; }
        .link { text-decoration: underline; }
        .target, .image { font: 0.8125rem ui-monospace, monospace; opacity: 0.8; }
        </style>
        </head>
        <body>

        """;

    public static string Of(SafeHtml html) => $"{Head}{html.Body}\n</body>\n</html>\n";
}
