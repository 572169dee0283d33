using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace MsLite.Filter.Access;

/// <summary>
/// Hashes and checks passwords with ASP.NET Core Identity's hasher. A check costs a tenth of a second of a processor, so only
/// two run at once: whoever sends many cannot take the machine from the mail.
/// </summary>
internal sealed class Passwords : IDisposable
{
    public const int MinLength = 10;
    private const int MaxLength = 200;
    private const int Together = 2;

    // OWASP's figure for PBKDF2 with HMAC-SHA-512.
    private const int Iterations = 210_000;

    private readonly PasswordHasher<string> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    private readonly SemaphoreSlim _gate = new(Together);
    private readonly Lazy<string> _nobodys;

    public Passwords() => _nobodys = new Lazy<string>(() => _hasher.HashPassword("", Secret.Create()));

    public static bool IsAcceptable(string name, string password, [NotNullWhen(false)] out string? fault)
    {
        fault = password.Length switch
        {
            < MinLength => $"The password is too short: choose one of at least {MinLength} characters.",
            > MaxLength => $"The password is too long: choose one of at most {MaxLength} characters.",
            _ when password.Contains(name, StringComparison.OrdinalIgnoreCase) && name.Length >= 4 => "The password contains the name: choose another.",
            _ when password.Distinct().Count() < 4 => "The password is made of too few different characters: choose another.",
            _ => null,
        };
        return fault is null;
    }

    public async Task<string> HashAsync(string password, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            return await Task.Run(() => _hasher.HashPassword("", password), ct);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <param name="hash">Empty for an account that is not there: it takes as long to find that out.</param>
    public async Task<bool> IsRightAsync(string hash, string password, CancellationToken ct)
    {
        if (password.Length > MaxLength)
        {
            return false;
        }

        await _gate.WaitAsync(ct);
        try
        {
            var compared = hash.Length == 0 ? _nobodys.Value : hash;
            var result = await Task.Run(() => _hasher.VerifyHashedPassword("", compared, password), ct);
            return hash.Length > 0 && result != PasswordVerificationResult.Failed;
        }
        catch (FormatException)
        {
            // What stands in the database is no hash: nobody comes in by it.
            return false;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();
}
