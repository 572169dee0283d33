using System.Text.RegularExpressions;

namespace MsLite.Harness;

/// <summary>Fills in the panel's forms as a browser without scripts does.</summary>
public static partial class PanelForm
{
    /// <summary>The administrator that tests make.</summary>
    public const string Name = "admin";

    public const string Password = "correct horse battery";

    /// <summary>Opens a page, fills in one of its forms and sends it.</summary>
    /// <param name="client">Keeps cookies.</param>
    /// <param name="form">The form's name.</param>
    public static async Task<HttpResponseMessage> SubmitAsync(this HttpClient client, string path, string form, params (string Name, string Value)[] typed)
    {
        var html = await client.GetStringAsync(new Uri(path, UriKind.RelativeOrAbsolute));
        var token = Token().Match(html).Groups["value"].Value;
        var fields = typed.Select(field => new KeyValuePair<string, string>($"Typed.{field.Name}", field.Value))
            .Append(new("_handler", form)).Append(new("__RequestVerificationToken", token));
        using var content = new FormUrlEncodedContent(fields);
        return await client.PostAsync(new Uri(path, UriKind.RelativeOrAbsolute), content);
    }

    /// <summary>A client that keeps cookies and follows no redirect.</summary>
    public static HttpClient Client(RunningServer server) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true }) { BaseAddress = server.Http };

    /// <summary>Goes through the set-up link, as the first administrator does; the client is signed in afterwards.</summary>
    public static async Task<HttpClient> SetUpAsync(RunningServer server)
    {
        var client = Client(server);
        using var answer = await client.SubmitAsync(server.SetupLink, "setup", ("Name", Name), ("Password", Password), ("Again", Password));
        return (int)answer.StatusCode == 302
            ? client
            : throw new InvalidOperationException($"The set-up link answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Signs in with a new client.</summary>
    public static async Task<HttpClient> SignInAsync(RunningServer server, string name = Name, string password = Password)
    {
        var client = Client(server);
        using var answer = await client.SubmitAsync("/sign-in", "sign-in", ("Name", name), ("Password", password));
        return (int)answer.StatusCode == 302
            ? client
            : throw new InvalidOperationException($"The sign-in answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<value>[^\"]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
