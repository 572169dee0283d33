using Microsoft.AspNetCore.Http;

namespace MsLite.Admin.Trying;

/// <summary>A message and its envelope, as they were typed to be tried.</summary>
public sealed class TryForm
{
    public string? From { get; set; }

    public string? To { get; set; }

    public string? Ip { get; set; }

    public string? Helo { get; set; }

    public string? Text { get; set; }

    public IFormFile? File { get; set; }

    /// <summary>Of an archived message, in place of text and file.</summary>
    public string? Id { get; set; }
}
