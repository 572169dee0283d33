namespace MsLite.Admin.SignIn;

/// <summary>What was typed at the sign-in.</summary>
public sealed class SignInForm
{
    public string? Name { get; set; }

    public string? Password { get; set; }

    public string? Code { get; set; }
}

/// <summary>What was typed to choose a name and a password.</summary>
public sealed class NewPasswordForm
{
    public string? Name { get; set; }

    public string? Password { get; set; }

    public string? Again { get; set; }
}
