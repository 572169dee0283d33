using System.Text.Json;
using MsLite.Harness;

namespace MsLite.Smtp.Tests.Server;

/// <summary>Cases of the test material beside the project.</summary>
internal static class SharedSuite
{
    public static IReadOnlyList<JsonElement> Cases(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(SharedData.Join(file.Split('/'))));
        return [.. document.RootElement.Clone().GetProperty("cases").EnumerateArray()];
    }
}
