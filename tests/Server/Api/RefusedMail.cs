using System.Text;
using System.Text.RegularExpressions;
using MsLite.Harness;

namespace MsLite.Web.Tests.Api;

/// <summary>Puts mail into the archive as strangers do: by sending it.</summary>
internal static partial class RefusedMail
{
    /// <summary>Sends a message that is to be refused; gives the reference out of the reply.</summary>
    public static async Task<string> RefuseAsync(this RunningServer server, string content, params string[] to)
    {
        await using var client = await server.ConnectAsync();
        await client.ReadReplyAsync();
        await client.CommandAsync("EHLO client.example.net");
        var reply = await client.SendMessageAsync("ann@example.net", to, Encoding.Latin1.GetBytes(content));
        Assert.Equal(550, reply.Code);
        return ReferenceOf().Match(reply.ToString()).Groups["id"].Value;
    }

    [GeneratedRegex(@"\[ref (?<id>[0-9a-z]{16})\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ReferenceOf();
}
